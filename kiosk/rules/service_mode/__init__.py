"""The rules of service mode: two people open it, nothing is issued in it, returns go on."""
