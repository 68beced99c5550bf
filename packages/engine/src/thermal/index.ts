export { LiveThermal } from './live-thermal.ts'
export { loadBackground } from './load-background.ts'
export { thermalView, type RefusedThermal, type ThermalQuery } from './thermal-view.ts'
