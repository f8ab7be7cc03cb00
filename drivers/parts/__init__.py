"""What several drivers are built of: it opens no device by itself and imports no hardware."""
