// Behaviour of every page. Without it each page still reads, fills in and submits.
import "./menus.js";
import "./dialogs.js";
import "./tabs.js";
import "./feedback.js";
import "./countdown.js";
import "./keys.js";
import "./grid.js";
import "./drop.js";
import "./table.js";
