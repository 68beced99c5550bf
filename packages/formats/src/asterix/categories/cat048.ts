/**
 * Category 048, monoradar target reports (EUROCONTROL-SPEC-0149-4), edition 1.31 and the older ones in use.
 * Names and nesting after asterix-specs cat048.
 */
import {
  amended,
  comp,
  edition,
  explicit,
  ext,
  flags,
  group,
  icao,
  octal,
  raw,
  rep,
  s,
  u,
  type Edition,
  type Named,
  type WrittenEdition,
} from '../table.ts'

const PULSES = flags('QA4 QA2 QA1 QB4 QB2 QB1 QC4 QC2 QC1 QD4 QD2 QD1')
const DEG_16 = 360 / 65_536

const E131: WrittenEdition = {
  cat: 48,
  edition: '1.31',
  items: [
    group('010', 'SAC 8, SIC 8'),
    ext('020', 'TYP 3, SIM 1, RDP 1, SPI 1, RAB 1', 'TST 1, ERR 1, XPP 1, ME 1, MI 1, FOEFRI 2', [
      group('ADSB', 'EP 1, VAL 1'),
      group('SCN', 'EP 1, VAL 1'),
      group('PAI', 'EP 1, VAL 1'),
      '- 1',
    ]),
    rep('030', 'fx', raw('', 7)),
    group('040', u('RHO', 16, 1 / 256, 'NM'), u('THETA', 16, DEG_16, '°')),
    group('042', s('X', 16, 1 / 128, 'NM'), s('Y', 16, 1 / 128, 'NM')),
    group('050', 'V 1, G 1, L 1, - 1', octal('MODE2', 12)),
    group('055', 'V 1, G 1, L 1, MODE1 5'),
    group('060', '- 4', PULSES),
    group('065', '- 3', flags('QA4 QA2 QA1 QB2 QB1')),
    group('070', 'V 1, G 1, L 1, - 1', octal('MODE3A', 12)),
    group('080', '- 4', PULSES),
    group('090', 'V 1, G 1', s('FL', 14, 1 / 4, 'FL')),
    group(
      '100',
      'V 1, G 1, - 2, MODEC 12, - 4',
      flags('QC1 QA1 QC2 QA2 QC4 QA4 QB1 QD1 QB2 QD2 QB4 QD4'),
    ),
    group('110', '- 2', s('3DH', 14, 25, 'ft')),
    comp(
      '120',
      group('CAL', 'D 1, - 5', s('CAL', 10, 1, 'm/s')),
      rep(
        'RDS',
        1,
        group('', u('DOP', 16, 1, 'm/s'), u('AMB', 16, 1, 'm/s'), u('FRQ', 16, 1, 'MHz')),
      ),
    ),
    comp(
      '130',
      u('SRL', 8, 360 / 8192, '°'),
      'SRR 8',
      s('SAM', 8, 1, 'dBm'),
      u('PRL', 8, 360 / 8192, '°'),
      s('PAM', 8, 1, 'dBm'),
      s('RPD', 8, 1 / 256, 'NM'),
      s('APD', 8, 360 / 16_384, '°'),
    ),
    u('140', 24, 1 / 128, 's'),
    group('161', '- 4, TRN 12'),
    ext('170', 'CNF 1, RAD 2, DOU 1, MAH 1, CDM 2', 'TRE 1, GHO 1, SUP 1, TCC 1, - 3'),
    group('200', u('GSP', 16, 1 / 16_384, 'NM/s'), u('HDG', 16, DEG_16, '°')),
    group(
      '210',
      u('SIGX', 8, 1 / 128, 'NM'),
      u('SIGY', 8, 1 / 128, 'NM'),
      u('SIGV', 8, 1 / 16_384, 'NM/s'),
      u('SIGH', 8, 360 / 4096, '°'),
    ),
    '220 24',
    group('230', 'COM 3, STAT 3, SI 1, - 1, MSSC 1, ARC 1, AIC 1, B1A 1, B1B 4'),
    icao('240', 48),
    rep('250', 1, group('', 'MBDATA 56, BDS1 4, BDS2 4')),
    '260 56',
    explicit('RE'),
    explicit('SP'),
  ],
  uap: `010 140 020 040 070 090 130
    220 240 250 161 042 200 170
    210 030 080 100 110 120 230
    260 055 050 065 060 SP RE`,
}

const REPORT_2 = [
  'TYP 3, SIM 1, RDP 1, SPI 1, RAB 1',
  'TST 1, ERR 1, XPP 1, ME 1, MI 1, FOEFRI 2',
] as const
const POPULATED = (names: string): readonly Named[] =>
  names.split(' ').map((name) => group(name, 'EP 1, VAL 1'))

/** 1.32 adds three extensions to the target report descriptor. */
const E132 = amended(E131, '1.32', [
  ext(
    '020',
    ...REPORT_2,
    [...POPULATED('ADSB SCN PAI'), '- 1'],
    [group('ACASXV', 'EP 1, VAL 4'), group('POXPR', 'EP 1, VAL 1')],
    [...POPULATED('POACT DTFXPR DTFACT'), '- 1'],
    [...POPULATED('IRMXPR IRMACT'), '- 3'],
  ),
])
/** 1.30 and before have no third part in the target report descriptor; in layout 1.27 to 1.30 are one. */
const older = (number: string): Edition => edition(amended(E131, number, [ext('020', ...REPORT_2)]))

/** Editions of category 048; the first is read where a feed's options say nothing. */
export const CAT048: readonly Edition[] = [
  edition(E131),
  edition(E132),
  older('1.30'),
  older('1.29'),
  older('1.28'),
  older('1.27'),
]
