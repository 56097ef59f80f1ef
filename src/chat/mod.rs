//! The chat on the person's device: what was said to the robot, and how it is handed over. Pure.

pub mod conversation;
pub mod links;
pub mod topic;
