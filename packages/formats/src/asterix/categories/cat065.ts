/**
 * Category 065, status of a surveillance data processing system (EUROCONTROL-SPEC-0149-15), edition 1.5. Names and
 * nesting after asterix-specs cat065.
 */
import { edition, explicit, group, u } from '../table.ts'

/** Editions of category 065, the newest first. */
export const CAT065 = [
  edition({
    cat: 65,
    edition: '1.5',
    items: [
      '000 8',
      group('010', 'SAC 8, SIC 8'),
      '015 8',
      '020 8',
      u('030', 24, 1 / 128, 's'),
      group('040', 'NOGO 2, OVL 1, TSV 1, PSS 2, STTN 1, - 1'),
      '050 8',
      explicit('RE'),
      explicit('SP'),
    ],
    uap: '010 000 015 030 020 040 050 - - - - - RE SP',
  }),
]
