package voxcrate.engine.output;

/// What pages for browsers have in common.
final class Html {
  /// Works in light and dark, on paper and on a telephone. The speakers' colours are those of Okabe
  /// and Ito, which colour-blind people tell apart, darkened or lightened to be read as text.
  static final String STYLE =
      """
      :root { color-scheme: light dark; --text: #1b1f24; --faint: #59636e; --ground: #ffffff;
        --line: #d8dee4; --shade: #fff1c9; --s0: #005f9e; --s1: #a84300; --s2: #00704f;
        --s3: #9c2f72; --s4: #7a5a00; --s5: #2b6f97; --s6: #4b4fc4; --s7: #55585c; }
      @media (prefers-color-scheme: dark) {
        :root { --text: #e6e9ed; --faint: #9aa4af; --ground: #14171b; --line: #30363d;
          --shade: #4a3c10; --s0: #6db8f2; --s1: #ff9a5c; --s2: #4cc9a0; --s3: #ec8fc3;
          --s4: #e3bf4d; --s5: #7fc3e6; --s6: #a5a8ff; --s7: #b6bac0; } }
      body { margin: 0; background: var(--ground); color: var(--text);
        font: 1.05rem/1.6 system-ui, sans-serif; }
      main { max-width: 44rem; margin: 0 auto; padding: 2.5rem 1.25rem; }
      h1 { font-size: 1.6rem; line-height: 1.25; margin: 0; overflow-wrap: anywhere; }
      .about { color: var(--faint); margin: .3rem 0 1.5rem; }
      .remark { border-left: .25rem solid var(--s1); padding-left: .75rem; }
      .shares { width: 100%; border-collapse: collapse; margin: 0 0 2rem; font-size: .9rem; }
      .shares th { text-align: left; font-weight: 600; white-space: nowrap; padding-right: 1rem; }
      .shares td:nth-child(2) { width: 100%; }
      .shares .number { text-align: right; white-space: nowrap; padding-left: .9rem;
        color: var(--faint); font-variant-numeric: tabular-nums; }
      .bar { display: block; height: .5rem; min-width: 2px; border-radius: .25rem;
        background: var(--who); print-color-adjust: exact; }
      .turn { border-left: .2rem solid var(--who); padding-left: 1rem; margin: 0 0 1.4rem; }
      .turn h2 { font-size: .95rem; margin: 0; color: var(--who); break-after: avoid; }
      .turn p { margin: .1rem 0 .5rem; overflow-wrap: anywhere; }
      time { font-weight: 400; color: var(--faint); font-variant-numeric: tabular-nums; }
      .unsure { text-decoration: underline dotted; text-underline-offset: .2em; }
      .overlapped { background: var(--shade); border-radius: .2rem; print-color-adjust: exact; }
      .nothing, footer { color: var(--faint); }
      footer { border-top: 1px solid var(--line); margin-top: 2.5rem; font-size: .85rem; }
      .s0 { --who: var(--s0); } .s1 { --who: var(--s1); } .s2 { --who: var(--s2); }
      .s3 { --who: var(--s3); } .s4 { --who: var(--s4); } .s5 { --who: var(--s5); }
      .s6 { --who: var(--s6); } .s7 { --who: var(--s7); } .nobody { --who: var(--faint); }
      """;

  private Html() {}

  /// Text that is no markup, between tags and in quoted attributes.
  static String escaped(String text) {
    return PlainText.oneLine(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
