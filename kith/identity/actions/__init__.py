"""What people do with accounts, memberships and invitations."""
