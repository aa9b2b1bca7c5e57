import { secureHeaders } from 'hono/secure-headers'

/**
 * Everything comes from here, and no script stands in a page. The styles that the console's components write into the
 * page are why styles may; pictures may be data, as the reference page has them.
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
    // The proxy that terminates TLS sends that.
    strictTransportSecurity: false,
  })
}
