"""Questions of the desk of losses: asked by a face, answered inside the kiosk."""
