"""Questions of the desk of transfers: asked by a face, answered inside the kiosk."""
