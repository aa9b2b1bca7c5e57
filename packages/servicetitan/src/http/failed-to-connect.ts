import { causesOf } from './network-failure.ts'

/** System calls that precede a connection. */
const connecting = new Set(['connect', 'getaddrinfo'])

const connectCodes = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])

/** OpenSSL's codes for a refused certificate (Node's documentation of `tls`, "X509 certificate error codes"). */
const certificateCode =
  /^(?:CERT_[A-Z_]+|UNABLE_TO_[A-Z_]+|CRL_[A-Z_]+|(?:DEPTH_ZERO_)?SELF_SIGNED_CERT[A-Z_]*|ERROR_IN_CERT_[A-Z_]+|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED|ERR_TLS_CERT_ALTNAME_INVALID)$/

/** Codes of a handshake that failed before there were keys: the server has another protocol, or refuses ours. */
const handshakeCode =
  /^ERR_SSL_(?:WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS_AVAILABLE|(?:SSLV3|TLSV1)_ALERT_(?:HANDSHAKE_FAILURE|PROTOCOL_VERSION))$/

/** Node's text for a connection that ends during the TLS handshake; its code is the ambiguous ECONNRESET. */
const endedInHandshake = 'Client network socket disconnected before secure TLS connection was established'

/** A proxy that did not open the tunnel, or refused the request itself (undici's texts). */
const proxyRefusal = /^Proxy (?:response \(\d+\)|Authentication Required)/

/**
 * Whether a failure of `fetch` proves that no connection to the server was made, so that nothing of the request was
 * sent. A reset, for example, proves nothing: it can follow a request that was processed.
 */
export function failedToConnect(error: unknown): boolean {
  return error instanceof Error && causesOf(error).some(isConnectFailure)
}

function isConnectFailure(error: Error): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException
  return (
    connecting.has(syscall ?? '') ||
    (code !== undefined &&
      (connectCodes.has(code) || certificateCode.test(code) || handshakeCode.test(code))) ||
    error.message.startsWith(endedInHandshake) ||
    proxyRefusal.test(error.message) ||
    // Every address of the host was tried.
    (error instanceof AggregateError && error.errors.length > 0 && error.errors.every(failedToConnect))
  )
}
