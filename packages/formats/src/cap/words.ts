import type { CapVersion } from './types.ts'

/** The closed lists of CAP 1.2 (OASIS, 1 July 2010, sections 3.2.1 and 3.2.2), and where 1.0 and 1.1 differ. */

const STATUS = ['Actual', 'Exercise', 'System', 'Test']
const CATEGORY = [
  'Geo',
  'Met',
  'Safety',
  'Security',
  'Rescue',
  'Fire',
  'Health',
  'Env',
  'Transport',
  'Infra',
  'Other',
]
const RESPONSE = ['Shelter', 'Evacuate', 'Prepare', 'Execute', 'Monitor', 'Assess', 'None']
const CERTAINTY = ['Likely', 'Possible', 'Unlikely', 'Unknown']
const COMMON = {
  msgType: ['Alert', 'Update', 'Cancel', 'Ack', 'Error'],
  scope: ['Public', 'Restricted', 'Private'],
  urgency: ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'],
  severity: ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'],
} as const

/** The elements that take one of a list. */
export type Worded = keyof typeof COMMON | 'status' | 'category' | 'responseType' | 'certainty'

/** The words of each list, by edition. */
export const WORDS_OF: Readonly<Record<CapVersion, Readonly<Record<Worded, readonly string[]>>>> = {
  '1.0': {
    ...COMMON,
    status: STATUS,
    category: CATEGORY,
    responseType: [],
    certainty: ['Very Likely', ...CERTAINTY],
  },
  '1.1': {
    ...COMMON,
    status: [...STATUS, 'Draft'],
    category: [...CATEGORY, 'CBRNE'],
    responseType: RESPONSE,
    certainty: ['Observed', ...CERTAINTY],
  },
  '1.2': {
    ...COMMON,
    status: [...STATUS, 'Draft'],
    category: [...CATEGORY, 'CBRNE'],
    responseType: [...RESPONSE, 'Avoid', 'AllClear'],
    certainty: ['Observed', ...CERTAINTY],
  },
}
