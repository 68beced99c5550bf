export { AgreementScreen } from './agreement.tsx'
