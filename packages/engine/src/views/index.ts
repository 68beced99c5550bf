export { noticeOf } from './notice.ts'
export { Views, LAG_ENTRIES_MAX, PAGE_ROWS_MAX, PICTURE_ROWS_MAX } from './views.ts'
