//! Screens and their parts, one a file. A screen is a function of the store that returns its element.

pub mod announcement;
pub mod article;
pub mod blocks;
pub mod category;
pub mod contact;
pub mod copy;
pub mod field;
pub mod hero;
pub mod home;
pub mod hours;
pub mod icon;
pub mod list;
pub mod mark;
pub mod panel;
pub mod picture_editor;
pub mod results;
pub mod search_box;
pub mod settings;
pub mod ticket_facts;
pub mod ticket_files;
pub mod ticket_form;
pub mod ticket_sent;
pub mod tickets;
pub mod wechat;
pub mod wizard;
pub mod words;
