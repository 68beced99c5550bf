/** Certificates and keys are tried when a way starts, so that an operator hears what is wrong before a sender does. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import { isRefused, type Refused } from '@holdfast/core/units'
import type { Report, TlsFiles } from '../ways/index.ts'
import { codeOf, messageOf } from './faults.ts'
import { EXPIRY_WARNED_MS } from './limits.ts'

/** What TLS of a way works with; `ca` null trusts the authorities that Node ships, or asks clients for nothing. */
export interface TlsMaterial {
  readonly context: SecureContextOptions
  readonly hasAuthority: boolean
}

async function readPem(path: string, what: string): Promise<Buffer | Refused> {
  try {
    return await readFile(path)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') return { refused: `the ${what} ${path} is not there; check the path` }
    if (code === 'EACCES' || code === 'EPERM')
      return {
        refused: `the ${what} ${path} may not be read by this user; change its owner or mode`,
      }
    return { refused: `the ${what} ${path} cannot be read: ${messageOf(error)}` }
  }
}

function readCertificate(pem: Buffer, path: string): X509Certificate | Refused {
  try {
    return new X509Certificate(pem)
  } catch {
    return {
      refused: `the certificate ${path} is no PEM certificate; give the file that begins with -----BEGIN CERTIFICATE-----`,
    }
  }
}

function periodFault(certificate: X509Certificate, path: string, nowMs: number): string | null {
  const { validFrom, validTo } = certificate
  if (Date.parse(validTo) <= nowMs) return `the certificate ${path} expired at ${validTo}; renew it`
  if (Date.parse(validFrom) > nowMs)
    return `the certificate ${path} is not in force before ${validFrom}; check the clock, or give another`
  return null
}

function keyFault(certificate: X509Certificate, pem: Buffer, files: TlsFiles): string | null {
  try {
    if (certificate.checkPrivateKey(createPrivateKey(pem))) return null
    return `the key ${files.key} is not the key of the certificate ${files.certificate}; give the one that it was made with`
  } catch {
    // PKCS #8 (RFC 7468, 11) and the older form both have this word in the clear.
    return pem.includes('ENCRYPTED')
      ? `the key ${files.key} has a passphrase; give one without, readable by this user alone`
      : `the key ${files.key} is no PEM private key; give the file that begins with -----BEGIN PRIVATE KEY-----`
  }
}

/** Reads and tries the files of a TLS endpoint: TLS 1.2 (RFC 5246) or 1.3 (RFC 8446), nothing older (RFC 8996). */
export async function readTlsFiles(
  files: TlsFiles,
  report: Report,
): Promise<TlsMaterial | Refused> {
  const pem = await readPem(files.certificate, 'certificate')
  if (isRefused(pem)) return pem
  const key = await readPem(files.key, 'key')
  if (isRefused(key)) return key
  const ca =
    files.clientAuthority === null ? null : await readPem(files.clientAuthority, 'client authority')
  if (ca !== null && isRefused(ca)) return ca
  const certificate = readCertificate(pem, files.certificate)
  if (!(certificate instanceof X509Certificate)) return certificate
  const authority = ca === null ? null : readCertificate(ca, files.clientAuthority ?? '')
  if (authority !== null && !(authority instanceof X509Certificate)) return authority
  const nowMs = Date.now()
  const fault =
    periodFault(certificate, files.certificate, nowMs) ??
    (authority === null ? null : periodFault(authority, files.clientAuthority ?? '', nowMs)) ??
    keyFault(certificate, key, files)
  if (fault !== null) return { refused: fault }
  if (Date.parse(certificate.validTo) - nowMs < EXPIRY_WARNED_MS)
    report(`the certificate ${files.certificate} expires at ${certificate.validTo}; renew it soon`)
  const context: SecureContextOptions = {
    cert: pem,
    key,
    minVersion: 'TLSv1.2',
    ...(ca === null ? {} : { ca }),
  }
  try {
    createSecureContext(context)
  } catch (error) {
    return {
      refused: `TLS cannot be done with ${files.certificate} and ${files.key}: ${messageOf(error)}`,
    }
  }
  return { context, hasAuthority: ca !== null }
}
