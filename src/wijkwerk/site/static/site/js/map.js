// Turns `<div data-map …>` into a map that can be moved. What is inside the div before (the drawing
// that the server made) stays when there is no JavaScript, no WebGL or no data.
//
// data-geojson   address of a FeatureCollection; properties: code, name, value, label, class (0-4 or null), url;
//                points are drawn as dots; those that are "pale" are beside what the map is about; its
//                member "around" has what lies around, as lines, "under" what lies under them (kind)
// data-scale     name of the scale: the colours are --ww-NAME-0 to -4 (scale)
// data-values    address of, or id of a <script type="application/json"> with, {code: {value, label, class}}
// data-link-template  address of an area's page with {code}, for features without url
// data-library, data-worker   addresses of maplibre's csp build
// data-tiles, data-tiles-credit   outside tiles, only when the site's owner chose so
// data-text-…    the words in the reader's language
"use strict";

const CLASSES = [0, 1, 2, 3, 4];
const PALE = -2;
const UNDER = { green: ["#cfe3c4", 1], water: ["#9cc8e6", 1.5], road: ["#8a8a8a", 1], rail: ["#4a4a4a", 1] };
const MOST_NAMES = 40;

/** The middle of the largest part of a feature, [east, north], and how wide that part is. */
function middleOf(geometry) {
  const parts = geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates];
  const boxes = parts.map((part) => boundsOf([{ geometry: { coordinates: part } }])).filter(Boolean);
  const size = ([[west, south], [east, north]]) => (east - west) * (north - south);
  const box = boxes.reduce((best, one) => (!best || size(one) > size(best) ? one : best), null);
  return box && { at: [(box[0][0] + box[1][0]) / 2, (box[0][1] + box[1][1]) / 2], box };
}

const hasWebGl = () => {
  try {
    const canvas = document.createElement("canvas");
    return Boolean(canvas.getContext("webgl2") || canvas.getContext("webgl"));
  } catch {
    return false;
  }
};

let library;
const loadLibrary = (address) =>
  (library ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => done(globalThis.maplibregl);
    script.onerror = () => failed(new Error("the map's script did not come"));
    document.head.append(script);
  }));

async function json(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer.json();
}

async function valuesOf(element) {
  const from = element.dataset.values;
  if (!from) return {};
  const inline = document.getElementById(from);
  return inline ? JSON.parse(inline.textContent) : json(from);
}

/** Smallest box around all positions: [[west, south], [east, north]]. */
function boundsOf(features) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (part) => {
    if (typeof part[0] === "number") {
      box[0] = Math.min(box[0], part[0]);
      box[1] = Math.min(box[1], part[1]);
      box[2] = Math.max(box[2], part[0]);
      box[3] = Math.max(box[3], part[1]);
    } else part.forEach(visit);
  };
  features.forEach((feature) => feature.geometry && visit(feature.geometry.coordinates));
  return Number.isFinite(box[0]) ? [box.slice(0, 2), box.slice(2)] : null;
}

/** Stripes for 'no figure', drawn as pixels: no colour of the scale looks like it. */
function stripes(colour) {
  const size = 16;
  const data = new Uint8Array(size * size * 4);
  const [r, g, b] = colour.match(/\w\w/g).map((part) => parseInt(part, 16));
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) data.set((x + y) % 8 < 3 ? [r, g, b, 255] : [255, 255, 255, 255], 4 * (y * size + x));
  }
  return { width: size, height: size, data };
}

function button(text, sign, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "ww-map__button";
  made.textContent = sign;
  made.setAttribute("aria-label", text);
  made.addEventListener("click", act);
  return made;
}

async function start(element) {
  const texts = element.dataset;
  const [maplibregl, collection, values] = await Promise.all([
    loadLibrary(element.dataset.library),
    json(element.dataset.geojson),
    valuesOf(element),
  ]);
  const byCode = new Map();
  for (const feature of collection.features) {
    const its = Object.assign(feature.properties, values[feature.properties.code]);
    its.class = its.pale ? PALE : CLASSES.includes(its.class) ? its.class : -1;
    its.url ??= (element.dataset.linkTemplate || "").replace("{code}", encodeURIComponent(its.code));
    byCode.set(its.code, its);
  }
  const bounds = boundsOf(collection.features);
  if (!bounds) throw new Error("no geometry");

  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(name).trim();
  const frame = document.createElement("div");
  frame.className = "ww-map__canvas";
  const place = document.createElement("div");
  place.className = "ww-map__place";
  const said = document.createElement("p");
  said.className = "ww-map__name";
  said.setAttribute("role", "status");
  frame.append(place, said);
  const drawing = element.querySelector("[data-map-drawing]");
  if (drawing) drawing.hidden = true;
  element.prepend(frame);

  maplibregl.setWorkerUrl(element.dataset.worker);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = new maplibregl.Map({
    container: place,
    bounds,
    fitBoundsOptions: { padding: 24 },
    style: { version: 8, sources: {}, layers: [] },
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    fadeDuration: 0,
    trackResize: true,
    locale: {
      "Map.Title": texts.textTitle || "Map",
      "CooperativeGesturesHandler.WindowsHelpText": texts.textZoomHint || "",
      "CooperativeGesturesHandler.MacHelpText": texts.textZoomHint || "",
      "CooperativeGesturesHandler.MobileHelpText": texts.textTouchHint || "",
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  await new Promise((done, failed) => {
    map.once("load", done);
    map.once("error", (event) => failed(event.error));
  });

  if (element.dataset.tiles) {
    map.addSource("tiles", { type: "raster", tiles: [element.dataset.tiles], tileSize: 256 });
    map.addLayer({ id: "tiles", type: "raster", source: "tiles", paint: { "raster-saturation": -0.8, "raster-opacity": 0.6 } });
  }
  map.addImage("none", stripes(token("--ww-scale-none")), { pixelRatio: 2 });
  if (collection.around?.features.length) {
    map.addSource("around", { type: "geojson", data: collection.around });
  }
  const under = collection.under?.features.length > 0;
  if (under) {
    map.addSource("under", { type: "geojson", data: collection.under });
    for (const [kind, [shade, width]] of Object.entries(UNDER)) {
      const own = ["==", ["get", "kind"], kind];
      map.addLayer({ id: `under-${kind}`, type: "fill", source: "under", filter: ["all", own, ["==", ["geometry-type"], "Polygon"]], paint: { "fill-color": shade } });
      map.addLayer({ id: `under-${kind}-lines`, type: "line", source: "under", filter: ["all", own, ["==", ["geometry-type"], "LineString"]], paint: { "line-color": shade, "line-width": width } });
    }
  }
  map.addSource("areas", { type: "geojson", data: collection, promoteId: "code" });
  const colours = CLASSES.flatMap((c) => [c, token(`--ww-${element.dataset.scale || "scale"}-${c}`)]);
  const colour = ["match", ["get", "class"], ...colours, PALE, token("--basis-color-default-bg-default"), token("--ww-scale-none")];
  map.addLayer({
    id: "areas",
    type: "fill",
    source: "areas",
    filter: ["!=", ["geometry-type"], "Point"],
    paint: { "fill-color": colour, "fill-opacity": element.dataset.tiles ? 0.8 : under ? 0.72 : 1 },
  });
  map.addLayer({ id: "none", type: "fill", source: "areas", filter: ["all", ["==", ["get", "class"], -1], ["!=", ["geometry-type"], "Point"]], paint: { "fill-pattern": "none" } });
  map.addLayer({ id: "borders", type: "line", source: "areas", filter: ["!=", ["geometry-type"], "Point"], paint: { "line-color": token("--basis-color-default-border-default"), "line-width": 0.75 } });
  const edge = token("--basis-color-default-color-document") || "#0b0c0c";
  if (map.getSource("around")) {
    map.addLayer({ id: "around", type: "line", source: "around", paint: { "line-color": edge, "line-width": 1.5, "line-opacity": 0.7 } });
  }
  map.addLayer({
    id: "dots",
    type: "circle",
    source: "areas",
    filter: ["==", ["geometry-type"], "Point"],
    paint: { "circle-color": colour, "circle-radius": ["interpolate", ["linear"], ["zoom"], 5, 4, 12, 10], "circle-stroke-color": edge, "circle-stroke-width": ["case", ["boolean", ["feature-state", "chosen"], false], 3, 0.75] },
  });
  // What a decision put on a list has a thick edge, what it took off a dashed one.
  for (const [kind, dashes] of [["on", [1, 0]], ["off", [2, 1.5]]]) {
    map.addLayer({ id: `decided-${kind}`, type: "line", source: "areas", filter: ["==", ["get", "decided"], kind], paint: { "line-color": edge, "line-width": 2.5, "line-dasharray": dashes } });
  }
  const chosen = (now, otherwise) => ["case", ["boolean", ["feature-state", "chosen"], false], now, otherwise];
  map.addLayer({
    id: "chosen",
    type: "line",
    source: "areas",
    paint: { "line-color": token("--basis-focus-outline-color"), "line-width": chosen(3, 0), "line-opacity": chosen(1, 0) },
  });

  let current = null;
  const choose = (code) => {
    if (code === current) return;
    if (current !== null) map.setFeatureState({ source: "areas", id: current }, { chosen: false });
    current = code;
    said.replaceChildren();
    if (code === null) return;
    map.setFeatureState({ source: "areas", id: code }, { chosen: true });
    const its = byCode.get(code);
    const name = document.createElement("strong");
    name.textContent = its.name;
    said.append(name, its.label ?? texts.textNone ?? "");
  };
  const at = (point) => map.queryRenderedFeatures(point, { layers: ["areas", "dots"] })[0]?.properties.code ?? null;
  const open = (code) => {
    const address = code !== null && byCode.get(code)?.url;
    if (address) location.assign(address);
  };
  map.on("mousemove", ["areas", "dots"], (event) => {
    map.getCanvas().style.cursor = "pointer";
    choose(event.features[0].properties.code);
  });
  map.on("mouseleave", ["areas", "dots"], () => {
    map.getCanvas().style.cursor = "";
    choose(null);
  });
  map.on("click", ["areas", "dots"], (event) => open(event.features[0].properties.code));

  // By keyboard: the arrows move the map under a cross, the area under it is named, Enter opens it.
  const canvas = map.getCanvas();
  canvas.setAttribute("aria-describedby", element.dataset.help || "");
  const cross = document.createElement("div");
  cross.className = "ww-map__cross";
  cross.hidden = true;
  frame.append(cross);
  const middle = () => map.project(map.getCenter());
  const keyboard = () => canvas.matches(":focus-visible");
  canvas.addEventListener("focus", () => {
    cross.hidden = !keyboard();
    if (keyboard()) choose(at(middle()));
  });
  canvas.addEventListener("blur", () => {
    cross.hidden = true;
    choose(null);
  });
  map.on("moveend", () => {
    if (document.activeElement === canvas && !cross.hidden) choose(at(middle()));
  });
  canvas.addEventListener("keydown", (event) => {
    cross.hidden = false;
    if (event.key === "Enter") open(at(middle()));
  });

  // Names of areas that are wide enough on the screen for theirs, never one over another. They are
  // pictures of what the table holds, so a screen reader passes them by.
  const names = document.createElement("div");
  names.className = "ww-map__names";
  names.setAttribute("aria-hidden", "true");
  frame.append(names);
  const middles = collection.features
    .filter((feature) => feature.geometry?.type.endsWith("Polygon"))
    .map((feature) => ({ its: feature.properties, ...middleOf(feature.geometry) }))
    .filter((one) => one.at)
    .sort((a, b) => b.its.class - a.its.class);
  const nameThem = () => {
    names.replaceChildren();
    const taken = [];
    for (const one of middles) {
      if (taken.length >= MOST_NAMES) break;
      const [left, right] = one.box.map((corner) => map.project(corner).x);
      const { x, y } = map.project(one.at);
      const width = 7 * one.its.name.length;
      if (right - left < 0.8 * width || x < 0 || y < 0 || x > place.clientWidth || y > place.clientHeight) continue;
      if (taken.some((other) => Math.abs(other.x - x) < (other.width + width) / 2 && Math.abs(other.y - y) < 18)) continue;
      taken.push({ x, y, width });
      const name = document.createElement("span");
      name.textContent = one.its.name;
      name.style.setProperty("translate", `calc(${x}px - 50%) calc(${y}px - 50%)`);
      names.append(name);
    }
  };
  map.on("movestart", () => names.replaceChildren());
  map.on("moveend", nameThem);
  nameThem();

  const zoom = (step) => () => map.easeTo({ zoom: map.getZoom() + step, animate: !still });
  const buttons = document.createElement("div");
  buttons.className = "ww-map__buttons";
  buttons.append(
    button(texts.textZoomIn || "+", "+", zoom(1)),
    button(texts.textZoomOut || "-", "\u2212", zoom(-1)),
    button(texts.textWhole || "0", "\u2302", () => map.fitBounds(bounds, { padding: 24, animate: !still })),
  );
  frame.append(buttons);
  if (element.dataset.tiles && element.dataset.tilesCredit) {
    const credit = document.createElement("p");
    credit.className = "ww-meta";
    credit.textContent = element.dataset.tilesCredit;
    frame.after(credit);
  }
  map.once("idle", () => void (element.dataset.ready = "1"));
}

const maps = document.querySelectorAll("[data-map]");
if (maps.length && hasWebGl() && !navigator.connection?.saveData) {
  // The library is large: it comes when the map comes near, after the page itself has been drawn.
  const watch = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        watch.unobserve(target);
        start(target).catch((problem) => {
          target.querySelector(".ww-map__canvas")?.remove();
          const drawing = target.querySelector("[data-map-drawing]");
          if (drawing) drawing.hidden = false;
          console.warn("No interactive map:", problem.message);
        });
      }
    },
    { rootMargin: "200px" },
  );
  maps.forEach((element) => watch.observe(element));
}
