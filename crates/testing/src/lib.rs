//! Servers of other makes that tests start beside ours, each for itself and on its own: they end with the process
//! that started them.

pub mod postgres;
pub mod smtp_sink;
