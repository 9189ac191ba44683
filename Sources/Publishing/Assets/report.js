(function () {
  "use strict";
  var doc = document;

  function all(selector, root) {
    return Array.prototype.slice.call((root || doc).querySelectorAll(selector));
  }

  // A click on a heading sorts its table; another click turns the order around.
  function sortBy(table, column, descending) {
    var body = table.tBodies[0];
    var rows = all("tr", body);
    function key(row) {
      var cell = row.children[column];
      var value = cell.getAttribute("data-v");
      if (value !== null) return { number: parseFloat(value) };
      var text = cell.textContent.trim();
      return text === "–" || text.charAt(0) === "<" ? { last: true } : { text: text };
    }
    rows.map(function (row, index) {
      return { row: row, key: key(row), index: index };
    }).sort(function (a, b) {
      if (a.key.last || b.key.last) return (a.key.last ? 1 : 0) - (b.key.last ? 1 : 0) || a.index - b.index;
      var order = a.key.number !== undefined && b.key.number !== undefined
        ? a.key.number - b.key.number
        : String(a.key.text || "").localeCompare(String(b.key.text || ""));
      return (descending ? -order : order) || a.index - b.index;
    }).forEach(function (item) { body.appendChild(item.row); });
  }

  all("table.data").forEach(function (table) {
    if (!table.tBodies[0] || table.tBodies[0].rows.length < 3) return;
    all("thead th", table).forEach(function (head, column) {
      var button = doc.createElement("button");
      button.type = "button";
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener("click", function () {
        var first = head.classList.contains("n") ? "descending" : "ascending";
        var other = first === "descending" ? "ascending" : "descending";
        var order = head.getAttribute("aria-sort") === first ? other : first;
        all("th", head.parentNode).forEach(function (th) { th.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", order);
        sortBy(table, column, order === "descending");
      });
    });
  });

  // Long tables get a filter.
  all("table.data").forEach(function (table) {
    if (!table.tBodies[0] || table.tBodies[0].rows.length < 12) return;
    var input = doc.createElement("input");
    input.type = "search";
    input.placeholder = "Filter rows";
    input.setAttribute("aria-label", "Filter rows");
    input.className = "filter";
    input.addEventListener("input", function () {
      var wanted = input.value.toLowerCase();
      all("tr", table.tBodies[0]).forEach(function (row) {
        row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0;
      });
    });
    table.parentNode.parentNode.insertBefore(input, table.parentNode);
  });

  // Commands name the folder this page was opened from.
  var home = /^(.+)\/(?:latest|releases\/[^/]+)\/report\/[^/]*$/.exec(decodeURIComponent(location.pathname));
  if (location.protocol === "file:" && home) {
    var folder = /^[\w.\/-]+$/.test(home[1]) ? home[1] : "'" + home[1].replace(/'/g, "'\\''") + "'";
    all(".out").forEach(function (item) { item.textContent = folder; });
  }

  // Commands can be copied.
  if (navigator.clipboard) {
    all(".command").forEach(function (line) {
      var button = doc.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "Copy";
      button.addEventListener("click", function () {
        navigator.clipboard.writeText(line.querySelector("code").textContent).then(function () {
          button.textContent = "Copied";
        });
      });
      line.appendChild(button);
    });
  }

  // Paper has nothing to click on.
  window.addEventListener("beforeprint", function () {
    all("details").forEach(function (item) {
      if (!item.open) { item.open = true; item.setAttribute("data-print", ""); }
    });
  });
  window.addEventListener("afterprint", function () {
    all("details[data-print]").forEach(function (item) {
      item.open = false;
      item.removeAttribute("data-print");
    });
  });

  // A link to something folded opens it.
  function reveal() {
    var target = location.hash.length > 1 && doc.getElementById(location.hash.slice(1));
    for (var item = target; item; item = item.parentElement) {
      if (item.tagName === "DETAILS") item.open = true;
    }
    if (target) target.scrollIntoView();
  }
  window.addEventListener("hashchange", reveal);
  reveal();

  // The navigation shows where the reader is.
  if ("IntersectionObserver" in window) {
    var links = {};
    all("nav a").forEach(function (link) { links[link.getAttribute("href").slice(1)] = link; });
    var observer = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) return;
        all("nav a[aria-current]").forEach(function (link) { link.removeAttribute("aria-current"); });
        links[entry.target.id].setAttribute("aria-current", "true");
      });
    }, { rootMargin: "-20% 0px -70% 0px" });
    all("main > section").forEach(function (section) { observer.observe(section); });
  }
})();
