/**
 * Category 002, monoradar service messages of the older kind (EUROCONTROL SUR.ET1.ST05.2000-STD-02b-01), edition 1.1.
 * Names and nesting after asterix-specs cat002.
 */
import { edition, explicit, group, raw, rep, rfs, s, u, type Edition } from '../table.ts'

const DEG_16 = 360 / 65_536

/** Editions of category 002. */
export const CAT002: readonly Edition[] = [
  edition({
    cat: 2,
    edition: '1.1',
    items: [
      '000 8',
      group('010', 'SAC 8, SIC 8'),
      u('020', 8, 360 / 256, '°'),
      u('030', 24, 1 / 128, 's'),
      u('041', 16, 1 / 128, 's'),
      rep('050', 'fx', raw('', 7)),
      rep('060', 'fx', raw('', 7)),
      rep('070', 1, group('', 'A 1, IDENT 5, COUNTER 10')),
      rep('080', 'fx', raw('', 7)),
      group('090', s('RE', 8, 1 / 128, 'NM'), s('AE', 8, 360 / 16_384, '°')),
      group(
        '100',
        u('RS', 16, 1 / 128, 'NM'),
        u('RE', 16, 1 / 128, 'NM'),
        u('TS', 16, DEG_16, '°'),
        u('TE', 16, DEG_16, '°'),
      ),
      explicit('SP'),
      rfs('RFS'),
    ],
    uap: '010 000 020 030 041 050 060 070 100 090 080 - SP RFS',
  }),
]
