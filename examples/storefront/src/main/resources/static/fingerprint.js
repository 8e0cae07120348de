/**
 * One number for this browser, 64 hexadecimal digits. Call it only after its user agreed; the page
 * "Recognition" says what it reads. Throws where the browser has no SHA-256 (a page without TLS).
 */
export async function fingerprint() {
  const parts = [
    navigator.userAgent,
    (navigator.languages || [navigator.language]).join(","),
    Intl.DateTimeFormat().resolvedOptions().timeZone,
    [screen.width, screen.height].sort((a, b) => a - b).join("x"),
    screen.colorDepth,
    navigator.platform,
    navigator.hardwareConcurrency,
    navigator.maxTouchPoints,
    picture(),
  ];
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function picture() {
  const canvas = document.createElement("canvas");
  canvas.width = 240;
  canvas.height = 40;
  const context = canvas.getContext("2d");
  if (!context) {
    return "";
  }
  context.font = "18px sans-serif";
  context.fillStyle = "#1f4f5c";
  context.fillText("Tidewater, Qy&1.5 \u00e9\u00df", 4, 26);
  context.strokeStyle = "rgba(180, 92, 115, 0.6)";
  context.arc(190, 20, 14, 0, Math.PI * 1.7);
  context.stroke();
  return canvas.toDataURL();
}
