namespace BatchImport.Definitions;

/// <summary>
/// How numbers, dates and booleans are written in a locale. The table is built in instead of the operating system's, because a file must
/// have the same meaning on every machine. Sources: the Unicode CLDR's decimal and group symbols, short date patterns and currency symbols; the words are
/// those that spreadsheet programs show for TRUE and FALSE, and yes and no.
/// </summary>
internal sealed record Locales(char Decimal, string Thousands, DateOrder Order, string[] True, string[] False, params string[] Currency)
{
    // Plain, no-break and narrow no-break blanks look alike, and programs differ in which one they write.
    private const string Blanks = " \u00A0\u202F";

    private static readonly Dictionary<string, Locales> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["cs"] = new(',', Blanks, DateOrder.DayFirst, ["ano", "pravda"], ["ne", "nepravda"], "Kč", "CZK"),
        ["da"] = new(',', ".", DateOrder.DayFirst, ["ja", "sand"], ["nej", "falsk"], "kr.", "DKK"),
        ["de"] = new(',', ".", DateOrder.DayFirst, ["ja", "wahr"], ["nein", "falsch"], "€", "EUR"),
        ["de-AT"] = new(',', "." + Blanks, DateOrder.DayFirst, ["ja", "wahr"], ["nein", "falsch"], "€", "EUR"),
        ["de-CH"] = new('.', "'’", DateOrder.DayFirst, ["ja", "wahr"], ["nein", "falsch"], "CHF", "Fr."),
        ["en-CA"] = new('.', ",", DateOrder.YearFirst, [], [], "$", "CAD"),
        ["en-GB"] = new('.', ",", DateOrder.DayFirst, [], [], "£", "GBP"),
        ["en-US"] = new('.', ",", DateOrder.MonthFirst, [], [], "$", "USD"),
        ["es"] = new(',', "." + Blanks, DateOrder.DayFirst, ["sí", "si", "verdadero"], ["no", "falso"], "€", "EUR"),
        ["fi"] = new(',', Blanks, DateOrder.DayFirst, ["kyllä", "tosi"], ["ei", "epätosi"], "€", "EUR"),
        ["fr"] = new(',', Blanks, DateOrder.DayFirst, ["oui", "vrai"], ["non", "faux"], "€", "EUR"),
        ["fr-CH"] = new(',', Blanks + "'’", DateOrder.DayFirst, ["oui", "vrai"], ["non", "faux"], "CHF", "Fr."),
        ["it"] = new(',', ".", DateOrder.DayFirst, ["sì", "si", "vero"], ["no", "falso"], "€", "EUR"),
        ["nb"] = new(',', Blanks, DateOrder.DayFirst, ["ja", "sann"], ["nei", "usann"], "kr", "NOK"),
        ["nl"] = new(',', ".", DateOrder.DayFirst, ["ja", "waar"], ["nee", "onwaar"], "€", "EUR"),
        ["pl"] = new(',', Blanks, DateOrder.DayFirst, ["tak", "prawda"], ["nie", "fałsz"], "zł", "PLN"),
        ["pt"] = new(',', Blanks + ".", DateOrder.DayFirst, ["sim", "verdadeiro"], ["não", "nao", "falso"], "€", "EUR"),
        ["pt-BR"] = new(',', ".", DateOrder.DayFirst, ["sim", "verdadeiro"], ["não", "nao", "falso"], "R$", "BRL"),
        ["sv"] = new(',', Blanks, DateOrder.YearFirst, ["ja", "sant"], ["nej", "falskt"], "kr", "SEK"),
    };

    /// <summary>Invariant notation: a decimal point, nothing between thousands, dates in ISO 8601.</summary>
    public static Locales Invariant { get; } = new('.', "", DateOrder.YearFirst, [], []);

    /// <summary>True where negative amounts are written in parentheses (the accounting formats of the CLDR).</summary>
    public bool HasParentheses => Decimal == '.' && Thousands == ",";

    /// <summary>The names of all locales, in order.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>Finds a locale by name, without case; null when it does not exist.</summary>
    public static Locales? Find(string name) => Known.GetValueOrDefault(name);
}

/// <summary>The first part of a date of digits.</summary>
internal enum DateOrder
{
    /// <summary>The year: ISO 8601 only.</summary>
    YearFirst,

    /// <summary>31.12.2024, 31/12/2024, 31-12-2024.</summary>
    DayFirst,

    /// <summary>12/31/2024.</summary>
    MonthFirst,
}
