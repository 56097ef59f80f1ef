//! The desk beside real programs: Redmine, django-helpdesk, Dovecot, HAProxy and nginx, each anew on a free port.
//! `./x test --bridges` installs them and runs this; nothing else does.

mod balancers;
mod desk;
mod django_helpdesk;
mod dovecot;
mod people;
mod process;
mod redmine;
mod way;
