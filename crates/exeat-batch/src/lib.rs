//! Tables in, tables out: CSV and XLSX with one row a line or model, decided row by row as the core decides one shipment.
//!
//! Values only: formulas, macros, merged cells and hidden sheets are named and never run. A broken row is told by its
//! cell and left out; the others are decided. Rows of one reference are one shipment.

mod answer;
mod cell_value;
mod columns;
mod document;
mod headings;
mod input;
pub mod limit;
mod output;
mod question;
mod run;
mod shipment;
mod table;

pub use answer::{Answer, Answers};
pub use columns::{By, Column, Columns, columns};
pub use input::{Refused, TableFormat, read_sheet, read_table};
pub use output::{own_headings, question_sheet_names, write_table};
pub use run::{Asking, Checked, Row, check};
pub use table::{Broken, Cell, Note, Place, Row as TableRow, Table, letters};
