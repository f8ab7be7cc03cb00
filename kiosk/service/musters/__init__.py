"""Questions of the desk of musters: asked by a face, answered inside the kiosk."""
