/**
 * Category 001, monoradar target reports of the older kind (EUROCONTROL SUR.ET1.ST05.2000-STD-02a-01), edition 1.4.
 * Plots and tracks have different profiles, which I001/020 TYP chooses. Names and nesting after asterix-specs cat001.
 */
import {
  edition,
  explicit,
  ext,
  flags,
  group,
  octal,
  raw,
  rep,
  rfs,
  s,
  u,
  type Edition,
} from '../table.ts'

const PULSES = flags('QA4 QA2 QA1 QB4 QB2 QB1 QC4 QC2 QC1 QD4 QD2 QD1')
const DEG_16 = 360 / 65_536

/** Editions of category 001. */
export const CAT001: readonly Edition[] = [
  edition({
    cat: 1,
    edition: '1.4',
    items: [
      group('010', 'SAC 8, SIC 8'),
      ext('020', 'TYP 1, SIM 1, SSRPSR 2, ANT 1, SPI 1, RAB 1', 'TST 1, DS1DS2 2, ME 1, MI 1, - 2'),
      rep('030', 'fx', raw('', 7)),
      group('040', u('RHO', 16, 1 / 128, 'NM'), u('THETA', 16, DEG_16, '°')),
      group('042', s('X', 16, 1 / 64, 'NM'), s('Y', 16, 1 / 64, 'NM')),
      group('050', 'V 1, G 1, L 1, - 1', octal('MODE2', 12)),
      group('060', '- 4', PULSES),
      group('070', 'V 1, G 1, L 1, - 1', octal('MODE3A', 12)),
      group('080', '- 4', PULSES),
      group('090', 'V 1, G 1', s('HGT', 14, 1 / 4, 'FL')),
      group(
        '100',
        'V 1, G 1, - 2, MODEC 12, - 4',
        flags('QC1 QA1 QC2 QA2 QC4 QA4 QB1 QD1 QB2 QD2 QB4 QD4'),
      ),
      s('120', 8, 1 / 256, 'NM/s'),
      rep('130', 'fx', raw('', 7)),
      s('131', 8, 1, 'dBm'),
      u('141', 16, 1 / 128, 's'),
      group('150', 'XA 1, - 1, XC 1, - 2, X2 1, - 2'),
      '161 16',
      ext('170', 'CON 1, RAD 1, MAN 1, DOU 1, RDPC 1, - 1, GHO 1', 'TRE 1, - 6'),
      group('200', u('GSP', 16, 1 / 16_384, 'NM/s'), u('HDG', 16, DEG_16, '°')),
      rep('210', 'fx', raw('', 7)),
      explicit('SP'),
      rfs('RFS'),
    ],
    uaps: [
      {
        name: 'plot',
        when: { item: '020', element: 'TYP', raw: 0 },
        frns: `010 020 040 070 090 130 141
          050 120 131 080 100 060 030
          150 - - - - SP RFS`,
      },
      {
        name: 'track',
        when: { item: '020', element: 'TYP', raw: 1 },
        frns: `010 020 161 040 042 200 070
          090 141 130 131 120 170 210
          050 080 100 060 030 SP RFS 150`,
      },
    ],
  }),
]
