// The texts on the page that stand out too little: contrast below 4.5 (WCAG 2.2, success criterion 1.4.3).
const context = Object.assign(document.createElement("canvas"), {width: 1, height: 1}).getContext("2d", {willReadFrequently: true});

function rgba(colour) {
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data;
}

function over(top, below) {
  const alpha = top[3] / 255;
  return [0, 1, 2].map(i => alpha * top[i] + (1 - alpha) * below[i]);
}

function background(element) {
  const own = rgba(getComputedStyle(element).backgroundColor);
  return own[3] === 255 || element.parentElement === null ? over(own, [255, 255, 255])
    : over(own, background(element.parentElement));
}

function luminance(colour) {
  const [r, g, b] = colour.map(value => value / 255).map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(element) {
  const behind = background(element);
  const [dark, light] = [luminance(behind), luminance(over(rgba(getComputedStyle(element).color), behind))].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

return [...document.querySelectorAll("body *")]
  .filter(element => element.checkVisibility() && [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
  .filter(element => !["SCRIPT", "STYLE"].includes(element.tagName) && contrast(element) < 4.5)
  .map(element => `${element.tagName}.${element.className}: ${element.textContent.slice(0, 40)} (${contrast(element).toFixed(2)})`);
