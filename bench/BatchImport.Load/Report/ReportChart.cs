using System.Globalization;
using System.Text;

namespace BatchImport.Load.Report;

/// <summary>A report as a bar chart: rows per second from the blob's arrival to the mail; longer is better.</summary>
internal static class ReportChart
{
    private const int Width = 760;
    private const int Left = 210;
    private const int Right = 110;
    private const int BarHeight = 22;
    private const int Gap = 8;

    // Medium tones, which contrast with white and black pages.
    private const string Ours = "#2f81f7";
    private const string Others = "#8b949e";

    /// <summary>The chart as an SVG document.</summary>
    public static string Draw(LoadReport report)
    {
        var bars = report.Cases.SelectMany(Bars).ToArray();
        var longest = bars.Max(bar => bar.RowsPerSecond);
        var height = 40 + (bars.Length * (BarHeight + Gap));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" role=\"img\" font-family=\"sans-serif\" font-size=\"13\" fill=\"#8b949e\">\n");
        svg.Append("<title>Rows per second, from the arrival of the blob to the e-mail</title>\n");
        svg.Append("<text x=\"0\" y=\"18\" font-size=\"15\">Rows per second, from the arrival of the blob to the e-mail</text>\n");
        for (var index = 0; index < bars.Length; index++)
        {
            var (label, rate, color) = bars[index];
            var y = 36 + (index * (BarHeight + Gap));
            var length = (Width - Left - Right) * rate / longest;
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 10}\" y=\"{y + 16}\" text-anchor=\"end\">{label}</text>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{y}\" width=\"{length:0.#}\" height=\"{BarHeight}\" rx=\"3\" fill=\"{color}\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + length + 8:0.#}\" y=\"{y + 16}\">{rate:N0}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static IEnumerable<(string Label, double RowsPerSecond, string Color)> Bars(LoadCase each)
    {
        var rows = each.Rows.ToString("N0", CultureInfo.InvariantCulture);
        if (each.WarmBound is { } bound)
        {
            yield return ($"{rows}: bound", each.Rows / bound, Others);
        }

        yield return ($"{rows}: BatchImport, warm", each.Rows / each.Warm, Ours);
        yield return ($"{rows}: BatchImport, first", each.Rows / each.First, Ours);
        if (each.SidekiqBulk is { } bulk)
        {
            yield return ($"{rows}: Sidekiq, bulk push", each.Rows / bulk, Others);
        }

        if (each.Sidekiq is { } single)
        {
            yield return ($"{rows}: Sidekiq", each.Rows / single, Others);
        }
    }
}
