export { readDateTime } from './date-time.ts'
export { residualOf } from './residual.ts'
export { escapeXml, isXmlText, readXml } from './xml.ts'
export type { XmlElement } from './xml.ts'
