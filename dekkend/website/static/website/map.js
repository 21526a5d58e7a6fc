/* Lays the tiles that the operator chose under the map, to move and zoom. The drawing of the server stays until the
   first tile is there, and where none comes; its links, with their numbers and names, are the pins here too. */
(() => {
  "use strict";

  const [PIN, NAME] = [26, 38];
  /* Round the compass, from the north. */
  const TURNS = Array.from({ length: 16 }, (_, turn) => [
    Math.sin((turn * Math.PI) / 8),
    -Math.cos((turn * Math.PI) / 8),
  ]);
  /* Where a pin may go that finds its place taken: nearest first, as in the drawing. */
  const STEPS = [1, 2, 3].map((step) => step * (PIN + 1));
  const AROUND = [[0, 0], ...STEPS.flatMap((far) => TURNS.map(([east, south]) => [east * far, south * far]))];

  const figure = document.querySelector(".found-map[data-tiles]");
  if (!figure || !window.L) return;
  const drawing = figure.querySelector(".map");
  const lying = JSON.parse(document.getElementById("kaart-plekken").textContent);

  const element = (name, properties) => Object.assign(document.createElement(name), properties);

  const frame = element("div", { className: "tiles-frame" });
  const sheet = element("div", { className: "tiles", dir: "ltr", role: "group" });
  sheet.setAttribute("aria-labelledby", "kaart-t");
  sheet.setAttribute("aria-describedby", "kaart-d");

  const style = element("link", { rel: "stylesheet", href: figure.dataset.style });
  style.addEventListener("load", start);
  document.head.append(style);

  function start() {
    drawing.before(frame);
    frame.append(drawing, sheet);
    const map = newMap();
    map.fitBounds(lying.box);
    addOthers(map);
    const [rings, pins] = [addRings(map), addPins(map)];
    const spread = () => nameRings(map, rings, spreadPins(map, pins));
    map.on("zoomend", spread);
    spread();
  }

  function newMap() {
    const map = L.map(sheet, {
      attributionControl: false,
      zoomControl: false,
      minZoom: 6,
      maxZoom: 18,
      zoomSnap: 0.5,
      /* One finger, or the wheel, moves the page; nothing glides. */
      dragging: !matchMedia("(pointer: coarse)").matches,
      scrollWheelZoom: false,
      doubleClickZoom: false,
      inertia: false,
      zoomAnimation: false,
      fadeAnimation: false,
      markerZoomAnimation: false,
    });
    /* Who cannot drag brings what they point at to the middle. */
    map.on("click", ({ latlng }) => map.panTo(latlng, { animate: false }));
    const { tiles, closer, further } = figure.dataset;
    L.control.zoom({ zoomInTitle: closer, zoomOutTitle: further }).addTo(map);
    const credit = figure.querySelector(".tiles-credit").innerHTML;
    L.control.attribution({ prefix: false }).addAttribution(credit).addTo(map);
    /* Tile servers ask which website they serve; what is searched stays here. */
    L.tileLayer(tiles, { maxZoom: 18, referrerPolicy: "strict-origin" })
      .once("tileload", () => frame.classList.add("shown"))
      .addTo(map);
    return map;
  }

  /* Something of ours at a place; what cannot be pressed lies below what can. */
  function put(map, at, html, size = 0) {
    const icon = L.divIcon({ className: "at", html, iconSize: [size, size] });
    const zIndexOffset = size ? 0 : -1000;
    return L.marker(at, { icon, zIndexOffset, keyboard: false, interactive: false }).addTo(map);
  }

  function words(className, textContent) {
    return element("span", { className, textContent, ariaHidden: "true" });
  }

  function addOthers(map) {
    for (const at of lying.dots) {
      L.circleMarker(at, { radius: 4, className: "other", interactive: false }).addTo(map);
    }
    for (const [latitude, longitude, number] of lying.many) {
      put(map, [latitude, longitude], words("count-here", number));
    }
  }

  function addRings(map) {
    return lying.rings.map(([km, name]) => {
      const ring = L.circle(lying.you, { radius: km * 1000, className: "ring", interactive: false }).addTo(map);
      return { ring, name: put(map, lying.you, words("far", name)) };
    });
  }

  /* The searcher's place, and a pin for each link of the drawing. */
  function addPins(map) {
    if (lying.you) put(map, lying.you, house(), 30);
    return [...drawing.querySelectorAll("a")].map((link, place) => pinOf(map, link, lying.pins[place]));
  }

  /* Each beside the others at this zoom; returns the places that are taken. */
  function spreadPins(map, pins) {
    const taken = lying.you ? [map.latLngToLayerPoint(lying.you)] : [];
    for (const { marker, lead, at } of pins) {
      const here = map.latLngToLayerPoint(at);
      const spot = AROUND.map((step) => here.add(step)).find(isFree(taken, PIN)) ?? here;
      taken.push(spot);
      marker.setLatLng(map.layerPointToLatLng(spot));
      lead.setLatLngs([at, marker.getLatLng()]);
    }
    return taken;
  }

  /* What each ring means, on the ring where there is room; else it stays unsaid, as in the drawing. */
  function nameRings(map, rings, taken) {
    for (const { ring, name } of rings) {
      const middle = map.latLngToLayerPoint(lying.you);
      const top = map.latLngToLayerPoint([ring.getBounds().getNorth(), lying.you[1]]);
      const far = middle.distanceTo(top);
      const spots = TURNS.map(([east, south]) => middle.add([east * far, south * far]));
      const spot = spots.find(isFree(taken, NAME));
      name.setOpacity(spot ? 1 : 0);
      if (spot) {
        taken.push(spot);
        name.setLatLng(map.layerPointToLatLng(spot));
      }
    }
  }

  /* By squares: a finger needs the corners too. */
  function isFree(taken, room) {
    return (spot) => taken.every(({ x, y }) => Math.max(Math.abs(x - spot.x), Math.abs(y - spot.y)) >= room);
  }

  function pinOf(map, link, at) {
    const number = link.querySelector("text").textContent;
    const pin = element("a", { className: "pin-here", href: link.getAttribute("href"), textContent: number });
    pin.setAttribute("aria-label", link.getAttribute("aria-label"));
    const lead = L.polyline([at, at], { className: "lead", interactive: false }).addTo(map);
    const marker = put(map, at, pin, PIN);
    pin.addEventListener("focus", () => map.panInside(marker.getLatLng(), { padding: [PIN, PIN], animate: false }));
    return { marker, lead, at };
  }

  /* As it is drawn on the server. */
  function house() {
    const [disc, house] = drawing.querySelectorAll(".you, .house");
    const small = document.createElementNS(drawing.namespaceURI, "svg");
    const [x, y] = [disc.cx.baseVal.value, disc.cy.baseVal.value];
    small.setAttribute("viewBox", `${x - 15} ${y - 15} 30 30`);
    small.setAttribute("aria-hidden", "true");
    small.append(disc.cloneNode(), house.cloneNode());
    return small;
  }
})();
