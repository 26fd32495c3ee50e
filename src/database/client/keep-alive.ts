/** A connection that says nothing for this long, in milliseconds, is asked whether its other end is still there. */
export const keepAliveMs = 10_000;
