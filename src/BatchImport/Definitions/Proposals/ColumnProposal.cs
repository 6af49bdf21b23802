using System.Globalization;
using BatchImport.Spreadsheets;

namespace BatchImport.Definitions.Proposals;

/// <summary>The proposed definition of a column, with the reason for each part of it.</summary>
/// <param name="Column">The definition.</param>
/// <param name="Reasons">The reasons, in words: those that begin with <c>sure</c> hold for all rows of the sample, <c>likely</c> for most, <c>open</c> needs a person.</param>
internal sealed record ColumnProposal(ColumnDefinition Column, IReadOnlyList<string> Reasons)
{
    /// <summary>Below this number of values nothing is sure.</summary>
    private const int FewestValues = 20;

    /// <summary>The part of the values that makes a rule likely: samples have mistakes too.</summary>
    private const double Most = 0.9;

    /// <summary>The part of the rows that may be without a value in a required column.</summary>
    private const double FewBlanks = 0.05;

    private const int MostAllowed = 50;
    private const int FewestOfEach = 3;
    private const int FewestOnAverage = 5;

    /// <summary>Proposes a definition.</summary>
    public static ColumnProposal From(ColumnProfile profile)
    {
        var reasons = new List<string>();
        var column = new ColumnDefinition { Name = profile.Name };
        if (profile.Filled == 0)
        {
            return new(column, ["open: the column has no values"]);
        }

        column = WithRequired(column, profile, reasons);
        column = WithType(column, profile, reasons);
        if (column.Type == ColumnType.Text)
        {
            column = WithText(column, profile, reasons);
        }

        return new(WithUnique(column, profile, reasons), reasons);
    }

    private static ColumnDefinition WithRequired(ColumnDefinition column, ColumnProfile profile, List<string> reasons)
    {
        if (profile.Rows < FewestValues)
        {
            reasons.Add(Text($"open: whether it is required, since the sample has only {profile.Rows} rows ({profile.Blank} without a value)"));
            return column;
        }

        var isRequired = profile.Blank <= profile.Rows * FewBlanks;
        reasons.Add(profile.Blank == 0 ? Text($"sure: required, none of {profile.Rows} rows is without a value")
            : Text($"{(isRequired ? "likely: required, although" : "sure: not required,")} {profile.Blank} of {profile.Rows} rows are without a value"));
        return column with { Required = isRequired };
    }

    private static ColumnDefinition WithType(ColumnDefinition column, ColumnProfile profile, List<string> reasons)
    {
        if (profile.Identifiers > 0)
        {
            reasons.Add(Text($"sure: text, {profile.Identifiers} values are digits that a number would not keep (leading zeros, a plus sign, more than 15 digits)"));
            return column;
        }

        var best = profile.Candidates
            .Where(candidate => candidate.Fits >= profile.Filled * Most && (candidate.Column.Type != ColumnType.Boolean || profile.BooleanWords >= profile.Filled * Most))
            .MaxBy(static candidate => candidate.Fits);
        if (best is null)
        {
            return column;
        }

        if (profile.Candidates.FirstOrDefault(other => IsRival(best, other)) is { } rival)
        {
            reasons.Add($"open: all values could be {Name(best.Column)} and {Name(rival.Column)}; set the type and the notation");
            return column;
        }

        reasons.Add(Reason(profile, best.Fits, Name(best.Column), best.FirstMisfit));
        var type = best.Column;
        return column with { Type = type.Type, DecimalSeparator = type.DecimalSeparator, ThousandsSeparator = type.ThousandsSeparator, DayFirst = type.DayFirst };
    }

    /// <summary>True for a candidate of the same type that fits as well and reads values differently. The first ones need no notation: everything reads them.</summary>
    private static bool IsRival(TypeCandidate best, TypeCandidate other) =>
        other != best && other.Column.Type == best.Column.Type && other.Fits == best.Fits &&
        ((best.Column.DayFirst is not null && other.Column.DayFirst is not null) ||
         (best.Column.DecimalSeparator is { } separator && other.Column.DecimalSeparator is { } otherSeparator && separator != otherSeparator));

    private static ColumnDefinition WithText(ColumnDefinition column, ColumnProfile profile, List<string> reasons)
    {
        if (profile.Filled < FewestValues)
        {
            return column;
        }

        if (Allowed(profile) is { Count: > 0 } allowed)
        {
            var covered = allowed.Sum(static value => value.Value);
            var rare = profile.Values!.Count - allowed.Count;
            reasons.Add(covered == profile.Filled
                ? Text($"likely: the only values, all {profile.Filled} values are one of these {allowed.Count}")
                : Text($"likely: the only values, {covered} of {profile.Filled} values are one of these {allowed.Count}; {rare} other values occur rarely and are left out"));
            return column with { Allowed = [.. allowed.Select(static value => value.Key).Order(StringComparer.OrdinalIgnoreCase)] };
        }

        var shapes = profile.Shapes;
        if (shapes.Count > 0 && shapes[0] is { IsCode: true } shape && shape.Count >= profile.Filled * Most)
        {
            // With the lengths that most values have, if most do: a digit more or less is a typing error then.
            var isExact = shape.MostFrequent.Count >= profile.Filled * Most;
            var form = isExact ? shape.MostFrequent : shape;
            var others = shapes.Skip(1).Select(static other => (int?)other.FirstRow).Append(isExact ? shape.FirstOtherLength : null);
            reasons.Add(Reason(profile, form.Count, "of this form", others.Min()));
            return column with { Pattern = form.ToPattern() };
        }

        return column;
    }

    private static List<KeyValuePair<string, int>>? Allowed(ColumnProfile profile)
    {
        var frequent = profile.Values?.Where(static value => value.Value >= FewestOfEach).ToList();
        return frequent is { Count: > 0 and <= MostAllowed } &&
            frequent.Sum(static value => value.Value) >= profile.Filled * Most &&
            profile.Filled >= frequent.Count * FewestOnAverage ? frequent : null;
    }

    private static ColumnDefinition WithUnique(ColumnDefinition column, ColumnProfile profile, List<string> reasons)
    {
        var isKey = column.Pattern is not null || column.Type == ColumnType.Integer;
        if (!isKey || profile.Filled < FewestValues || profile.Values is not { } values || values.Count < profile.Filled)
        {
            return column;
        }

        reasons.Add(Text($"likely: unique, no value of {profile.Filled} occurs twice"));
        return column with { Unique = true };
    }

    private static string Reason(ColumnProfile profile, int fits, string what, int? misfit) =>
        fits == profile.Filled
            ? Text($"{(profile.Filled < FewestValues ? "likely" : "sure")}: {what}, as all {profile.Filled} values")
            : Text($"likely: {what}, as {fits} of {profile.Filled} values{(misfit is { } row ? Text($", not the one in row {row}") : "")}");

    private static string Name(ColumnDefinition column) => column switch
    {
        { Type: ColumnType.Email } => "e-mail addresses",
        { Type: ColumnType.Boolean } => "yes and no",
        { Type: ColumnType.Integer } => "whole numbers",
        { Type: ColumnType.Decimal, DecimalSeparator: { } separator } => $"numbers with the decimal separator {CellText.Quote(separator)}",
        { Type: ColumnType.Decimal } => "numbers",
        { DayFirst: true } => "dates with the day first",
        { DayFirst: false } => "dates with the month first",
        _ => "dates",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
