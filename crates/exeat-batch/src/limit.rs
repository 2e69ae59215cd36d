//! Bounds on what comes from outside, each with its reason.

/// Bytes of a table: 100,000 rows of twenty columns take 30 MB as CSV.
pub const TABLE_BYTES_MAX: usize = 256 * 1024 * 1024;

/// Rows of a sheet, as many as Excel itself allows.
pub const ROWS_MAX: usize = 1_048_576;

/// Columns of a sheet; the widest real one seen has 90.
pub const COLUMNS_MAX: usize = 512;

/// Cells of a sheet with something in them; each takes some 60 bytes of memory.
pub const CELLS_MAX: usize = 8_000_000;

/// Bytes of one cell, as many as Excel itself allows in letters.
pub const CELL_BYTES_MAX: usize = 32_767 * 4;

/// Sheets of a workbook; the largest real one seen has 40.
pub const SHEETS_MAX: usize = 256;

/// Rows above the headings (a title, a date) that are looked at for them.
pub const HEADING_ROWS_MAX: usize = 10;

/// Rows that one shipment may have: as many as it may have lines.
pub const ROWS_OF_SHIPMENT_MAX: usize = 10_000;

/// Laws of different days that a thread keeps at once; a sheet of one month needs 31.
pub const LAWS_MAX: usize = 64;

/// Shipments that a thread takes at a time: enough that the counter is no bottle-neck, few enough that none waits.
pub const CHUNK: usize = 32;

/// Threads at most, whatever the machine has.
pub const THREADS_MAX: usize = 64;

/// Excel's own limit of one cell, in letters.
pub const CELL_LETTERS_MAX: usize = 32_000;

/// Answers that a thread keeps for rows that are alike; one takes some 10 kB.
pub const ALIKE_MAX: usize = 4_096;
