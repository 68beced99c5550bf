export { linesOfCell } from './features.ts'
export { THERMAL_LAYERS } from './layers.ts'
export { ThermalSigns } from './thermal-signs.tsx'
export { useThermalLayer, type SeenThermal } from './use-thermal.ts'
