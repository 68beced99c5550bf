export { DeskScreen } from './desk.tsx'
