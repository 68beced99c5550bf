export { DayScreen } from './day.tsx'
