import { secureHeaders } from 'hono/secure-headers'

/**
 * Everything is loaded from this origin, and scripts may not be inline. Styles may, since the console's components
 * insert them into the page; images may be data URLs, which the reference page contains.
 */
export function securityHeaders() {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
    },
    xFrameOptions: 'DENY',
    referrerPolicy: 'no-referrer',
    // The proxy that terminates TLS sends this header.
    strictTransportSecurity: false,
  })
}
