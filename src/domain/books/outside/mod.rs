//! Money that others gave back, at the provider's console or by a bank, takes credits with it.

mod cancels;
pub(super) mod revoke;
