export { lineCreep } from './line-view.ts'
export { noticeOf } from './notice.ts'
export { LAG_ENTRIES_MAX, PAGE_ROWS_MAX, PICTURE_ROWS_MAX } from './limits.ts'
export { Views } from './views.ts'
