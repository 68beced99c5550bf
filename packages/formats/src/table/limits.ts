/** The most bytes of one record, its line ending included. A quote opened by mistake swallows no more than this. */
export const RECORD_BYTES_MAX = 65_536
/** The most columns of a table. */
export const COLUMNS_MAX = 256
