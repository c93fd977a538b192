// 'My neighbourhood': asks the browser where it is and looks that up in the boundaries here, on
// the reader's own machine. The position is never sent, stored or put in an address.
"use strict";

/** Is the point inside the ring? Counts the borders to the east of it: odd is inside. */
function inRing([x, y], ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

const inPolygon = (point, [outer, ...holes]) => inRing(point, outer) && !holes.some((hole) => inRing(point, hole));

export function areaAt(point, features) {
  return features.find(({ geometry }) => {
    if (geometry?.type === "Polygon") return inPolygon(point, geometry.coordinates);
    return geometry?.type === "MultiPolygon" && geometry.coordinates.some((part) => inPolygon(point, part));
  });
}

const position = () =>
  new Promise((done, failed) => navigator.geolocation.getCurrentPosition(done, failed, { timeout: 15000, maximumAge: 300000 }));

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-locate]");
  if (!button) return;
  const said = document.getElementById(button.dataset.said);
  const say = (key) => void (said.textContent = button.dataset[key]);
  if (!navigator.geolocation) return say("textDenied");
  say("textBusy");
  let here;
  try {
    here = await position();
  } catch {
    return say("textDenied");
  }
  try {
    const answer = await fetch(button.dataset.locate);
    if (!answer.ok) throw new Error(answer.status);
    const { features } = await answer.json();
    const found = areaAt([here.coords.longitude, here.coords.latitude], features);
    if (!found) return say("textOutside");
    const { code, name, url } = found.properties;
    const link = document.createElement("a");
    link.href = url ?? button.dataset.linkTemplate.replace("{code}", encodeURIComponent(code));
    link.textContent = name;
    said.replaceChildren(`${button.dataset.textFound} `, link);
    location.assign(link.href);
  } catch {
    say("textFailed");
  }
});
