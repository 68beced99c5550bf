/**
 * Category 021, ADS-B target reports (EUROCONTROL-SPEC-0149-12), edition 2.6 and the older ones in use: 2.4, 2.1, and
 * 0.26, whose layout has little in common with them. Names and nesting after asterix-specs cat021.
 *
 * One thing differs on purpose: I021/090 PA of edition 0.26 is a category from 0 to 9 (NUCp), so it is read without a
 * sign although the machine-readable specification has it signed.
 */
import {
  amended,
  bds,
  by,
  comp,
  edition,
  explicit,
  ext,
  extClosed,
  group,
  icao,
  octal,
  rep,
  rule,
  s,
  u,
  type Named,
  type WrittenEdition,
} from '../table.ts'

const DEG_16 = 360 / 65_536
const DEG_23 = 180 / 8_388_608
const DEG_25 = 180 / 33_554_432
const DEG_30 = 180 / 1_073_741_824
const SECOND_30 = 1 / 1_073_741_824
const NMPS_14 = 1 / 16_384
const age = (name: string): Named => u(name, 8, 0.1, 's')
const time = (name: string): Named => u(name, 24, 1 / 128, 's')

/** Trajectory change points, the same in every edition. */
const TRAJECTORY = comp(
  '110',
  ext('TIS', 'NAV 1, NVB 1, - 5'),
  rep(
    'TID',
    1,
    group(
      '',
      'TCA 1, NC 1, TCPN 6',
      s('ALT', 16, 10, 'ft'),
      s('LAT', 24, DEG_23, '°'),
      s('LON', 24, DEG_23, '°'),
      'PT 4, TD 2, TRA 1, TOA 1',
      u('TOV', 24, 1, 's'),
      u('TTR', 16, 0.01, 'NM'),
    ),
  ),
)
const AIR_SPEED = group(
  '150',
  'IM 1',
  by('AS', 15, 'IM', { 0: rule(u('', 15, NMPS_14, 'NM/s')), 1: rule(u('', 15, 0.001, 'Mach')) }),
)
const MET = comp(
  '220',
  u('WS', 16, 1, 'kt'),
  u('WD', 16, 1, '°'),
  s('TMP', 16, 1 / 4, '°C'),
  'TRB 8',
)
const DESCRIPTOR_1 = 'ATP 3, ARC 2, RC 1, RAB 1'
const DESCRIPTOR_2 = 'DCR 1, GBS 1, SIM 1, TST 1, SAA 1, CL 2'
const CAPABILITIES_1 = '- 2, POA 1, CDTIS 1, B2LOW 1, RAS 1, IDENT 1'
const ages = (ninth: string): Named =>
  comp(
    '295',
    ...['AOS', 'TRD', 'M3A', 'QI', 'TI1', 'MAM', 'GH', 'FL', ninth, 'FSA', 'AS', 'TAS'].map(age),
    ...['MH', 'BVR', 'GVR', 'GV', 'TAR', 'TI2', 'TS', 'MET', 'ROA', 'ARA', 'SCC'].map(age),
  )

const E26: WrittenEdition = {
  cat: 21,
  edition: '2.6',
  items: [
    group('008', 'RA 1, TC 2, TS 1, ARV 1, CDTIA 1, NOTTCAS 1, SA 1'),
    group('010', 'SAC 8, SIC 8'),
    '015 8',
    u('016', 8, 1 / 2, 's'),
    '020 8',
    ext(
      '040',
      DESCRIPTOR_1,
      DESCRIPTOR_2,
      '- 1, LLC 1, IPC 1, NOGO 1, CPR 1, LDPJ 1, RCF 1',
      [group('TBC', 'EP 1, VAL 6')],
      [group('MBC', 'EP 1, VAL 6')],
    ),
    group('070', '- 4', octal('MODE3A', 12)),
    time('071'),
    time('072'),
    time('073'),
    group('074', 'FSI 2', u('TOMRP', 30, SECOND_30, 's')),
    time('075'),
    group('076', 'FSI 2', u('TOMRP', 30, SECOND_30, 's')),
    time('077'),
    '080 24',
    ext(
      '090',
      'NUCRNACV 3, NUCPNIC 4',
      'NICBARO 1, SIL 2, NACP 4',
      '- 2, SILS 1, SDA 2, GVA 2',
      'PIC 4, - 3',
    ),
    TRAJECTORY,
    group('130', s('LAT', 24, DEG_23, '°'), s('LON', 24, DEG_23, '°')),
    group('131', s('LAT', 32, DEG_30, '°'), s('LON', 32, DEG_30, '°')),
    s('132', 8, 1, 'dBm'),
    s('140', 16, 25 / 4, 'ft'),
    s('145', 16, 1 / 4, 'FL'),
    group('146', 'SAS 1, S 2', s('ALT', 13, 25, 'ft')),
    group('148', 'MV 1, AH 1, AM 1', s('ALT', 13, 25, 'ft')),
    AIR_SPEED,
    group('151', 'RE 1', u('TAS', 15, 1, 'kt')),
    u('152', 16, DEG_16, '°'),
    group('155', 'RE 1', s('BVR', 15, 25 / 4, 'ft/min')),
    group('157', 'RE 1', s('GVR', 15, 25 / 4, 'ft/min')),
    group('160', 'RE 1', u('GS', 15, NMPS_14, 'NM/s'), u('TA', 16, DEG_16, '°')),
    group('161', '- 4, TRNUM 12'),
    group('165', '- 6', s('TAR', 10, 1 / 32, '°/s')),
    icao('170', 48),
    group('200', 'ICF 1, LNAV 1, ME 1, PS 3, SS 2'),
    group('210', '- 1, VNS 1, VN 3, LTT 3'),
    MET,
    s('230', 16, 0.01, '°'),
    rep('250', 1, bds('', 64)),
    group('260', 'TYP 5, STYP 3, ARA 14, RAC 4, RAT 1, MTE 1, TTI 2, TID 26'),
    ext('271', CAPABILITIES_1, 'LW 4, - 3'),
    ages('SAL'),
    '400 8',
    explicit('RE'),
    explicit('SP'),
  ],
  uap: `010 040 161 015 071 130 131
    072 150 151 080 073 074 075
    076 140 090 210 070 230 145
    152 200 155 157 160 165 077
    170 020 220 146 148 110 016
    008 271 132 250 260 400 295
    - - - - - RE SP`,
}

// Before 2.5 nobody counted corrected bits.
const E24 = amended(E26, '2.4', [
  ext('040', DESCRIPTOR_1, DESCRIPTOR_2, '- 1, LLC 1, IPC 1, NOGO 1, CPR 1, LDPJ 1, RCF 1'),
  ages('ISA'),
])

const E21 = amended(E24, '2.1', [
  ext('040', DESCRIPTOR_1, DESCRIPTOR_2, '- 2, IPC 1, NOGO 1, CPR 1, LDPJ 1, RCF 1'),
  group('200', 'ICF 1, LNAV 1, - 1, PS 3, SS 2'),
  // Until 2.2 the extension was a whole octet without an FX bit.
  extClosed('271', CAPABILITIES_1, '- 4, LW 4'),
])

const E026: WrittenEdition = {
  cat: 21,
  edition: '0.26',
  items: [
    group('010', 'SAC 8, SIC 8'),
    '020 8',
    time('030'),
    u('032', 8, 1 / 256, 's'),
    group('040', 'DCR 1, GBS 1, SIM 1, TST 1, RAB 1, SAA 1, SPI 1, - 1, ATP 3, ARC 2, - 3'),
    group('070', 'V 1, G 1, L 1, - 1', octal('MODE3A', 12)),
    '080 24',
    group('090', 'AC 2, MN 2, DC 2, - 6, PA 4'),
    '095 8',
    TRAJECTORY,
    group('130', s('LAT', 32, DEG_25, '°'), s('LON', 32, DEG_25, '°')),
    '131 8',
    s('140', 16, 25 / 4, 'ft'),
    s('145', 16, 1 / 4, 'FL'),
    group('146', 'SAS 1, SRC 2', s('ALT', 13, 25, 'ft')),
    group('148', 'MV 1, AH 1, AM 1', s('ALT', 13, 25, 'ft')),
    AIR_SPEED,
    u('151', 16, 1, 'kt'),
    u('152', 16, DEG_16, '°'),
    s('155', 16, 25 / 4, 'ft/min'),
    s('157', 16, 25 / 4, 'ft/min'),
    group('160', s('GS', 16, NMPS_14, 'NM/s'), u('TA', 16, DEG_16, '°')),
    ext('165', 'TI 2, - 5', [s('ROT', 7, 1 / 4, '°/s')]),
    icao('170', 48),
    '200 8',
    group('210', '- 3, DTI 1, MDS 1, UAT 1, VDL 1, OTR 1'),
    MET,
    s('230', 16, 0.01, '°'),
    explicit('RE'),
    explicit('SP'),
  ],
  uap: `010 040 030 130 080 140 090
    210 230 145 150 151 152 155
    157 160 165 170 095 032 200
    020 220 146 148 110 070 131
    - - - - - RE SP`,
}

/** Editions of category 021, the newest first. */
export const CAT021 = [edition(E26), edition(E24), edition(E21), edition(E026)]
