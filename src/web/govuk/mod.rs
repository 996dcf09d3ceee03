//! The components of the GOV.UK Design System, one for one: same names, same options, same HTML.
//!
//! Each is a struct of options with sensible empty values, and renders itself wherever maud takes a
//! value: `html! { (Button::new("Save and continue")) }`. A test holds every one against the examples
//! that the npm package ships. What the Design System calls `type` is `kind` here. Nothing here knows
//! about this product; shared pieces of our own are in `web::pieces`.

mod back_link;
mod breadcrumbs;
mod button;
mod character_count;
mod checkboxes;
mod control;
mod date_input;
mod details;
mod element;
mod error_message;
mod error_summary;
mod fieldset;
mod file_upload;
#[cfg(test)]
mod fixtures;
mod footer;
mod generic_header;
mod hint;
mod input;
mod inset_text;
mod label;
mod notification_banner;
mod options;
mod pagination;
mod panel;
mod password_input;
mod phase_banner;
mod radios;
mod select;
mod service_navigation;
mod skip_link;
mod summary_list;
mod table;
mod tag;
mod task_list;
mod textarea;
mod warning_text;

pub use back_link::BackLink;
pub use breadcrumbs::{Breadcrumbs, BreadcrumbsItem};
pub use button::Button;
pub use character_count::CharacterCount;
pub use checkboxes::{Checkboxes, CheckboxesItem};
pub use date_input::{DateInput, DateInputItem};
pub use details::Details;
pub use error_message::ErrorMessage;
pub use error_summary::{ErrorSummary, ErrorSummaryItem};
pub use fieldset::{Fieldset, Legend};
pub use file_upload::FileUpload;
pub use footer::{Footer, FooterLink, FooterMeta, FooterNavigation};
pub use generic_header::GenericHeader;
pub use hint::Hint;
pub use input::{Affix, Input};
pub use inset_text::InsetText;
pub use label::Label;
pub use notification_banner::NotificationBanner;
pub use options::{Attributes, Content, FormGroup};
pub use pagination::{Pagination, PaginationItem, PaginationLink};
pub use panel::{Panel, PanelAction, PanelActions};
pub use password_input::PasswordInput;
pub use phase_banner::PhaseBanner;
pub use radios::{Radios, RadiosItem};
pub use select::{Select, SelectItem};
pub use service_navigation::{
    ServiceNavigation, ServiceNavigationEnd, ServiceNavigationItem, ServiceNavigationSlots,
};
pub use skip_link::SkipLink;
pub use summary_list::{
    SummaryCard, SummaryCardTitle, SummaryList, SummaryListAction, SummaryListActions,
    SummaryListRow,
};
pub use table::{Table, TableCell};
pub use tag::Tag;
pub use task_list::{TaskList, TaskListItem, TaskListStatus};
pub use textarea::Textarea;
pub use warning_text::WarningText;
