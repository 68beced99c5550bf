/**
 * Category 034, monoradar service messages (EUROCONTROL-SPEC-0149-2b), edition 1.29; 1.27 and 1.28 have its layout.
 * Names and nesting after asterix-specs cat034.
 */
import {
  amended,
  comp,
  edition,
  explicit,
  group,
  rep,
  s,
  u,
  type Edition,
  type WrittenEdition,
} from '../table.ts'

const DEG_16 = 360 / 65_536

const E129: WrittenEdition = {
  cat: 34,
  edition: '1.29',
  items: [
    '000 8',
    group('010', 'SAC 8, SIC 8'),
    u('020', 8, 360 / 256, '°'),
    u('030', 24, 1 / 128, 's'),
    u('041', 16, 1 / 128, 's'),
    comp(
      '050',
      group('COM', 'NOGO 1, RDPC 1, RDPR 1, OVLRDP 1, OVLXMT 1, MSC 1, TSV 1, - 1'),
      '-',
      '-',
      group('PSR', 'ANT 1, CHAB 2, OVL 1, MSC 1, - 3'),
      group('SSR', 'ANT 1, CHAB 2, OVL 1, MSC 1, - 3'),
      group('MDS', 'ANT 1, CHAB 2, OVLSUR 1, MSC 1, SCF 1, DLF 1, OVLSCF 1, OVLDLF 1, - 7'),
    ),
    comp(
      '060',
      group('COM', '- 1, REDRDP 3, REDXMT 3, - 1'),
      '-',
      '-',
      group('PSR', 'POL 1, REDRAD 3, STC 2, - 2'),
      group('SSR', 'REDRAD 3, - 5'),
      group('MDS', 'REDRAD 3, CLU 1, - 4'),
    ),
    rep('070', 1, group('', 'TYP 5, COUNT 11')),
    group('090', s('RNG', 8, 1 / 128, 'NM'), s('AZM', 8, 360 / 16_384, '°')),
    group(
      '100',
      u('RHOST', 16, 1 / 256, 'NM'),
      u('RHOEND', 16, 1 / 256, 'NM'),
      u('THETAST', 16, DEG_16, '°'),
      u('THETAEND', 16, DEG_16, '°'),
    ),
    '110 8',
    group(
      '120',
      s('HGT', 16, 1, 'm'),
      s('LAT', 24, 180 / 8_388_608, '°'),
      s('LON', 24, 180 / 8_388_608, '°'),
    ),
    explicit('RE'),
    explicit('SP'),
  ],
  uap: '010 000 030 020 041 050 060 070 100 110 120 090 RE SP',
}

/** Editions of category 034. */
export const CAT034: readonly Edition[] = [
  edition(E129),
  edition(amended(E129, '1.28', [])),
  edition(amended(E129, '1.27', [])),
]
