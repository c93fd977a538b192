"""What every API of Wijkwerk does alike; nothing here knows a capability."""
