export function checkLive() {}
