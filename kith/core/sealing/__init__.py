"""What lies on the disk so that only this installation reads it: AES-256-GCM under keys outside KITH_DATA (ADR 22)."""
