using NodaTime;
using NodaTime.Text;

namespace MlOpsBot.Tips.Subscriptions;

/// <summary>Local days as the ledger writes them: <c>yyyy-MM-dd</c>.</summary>
public static class LedgerDay
{
    /// <summary>As it is written.</summary>
    public static string Write(LocalDate day) => LocalDatePattern.Iso.Format(day);

    /// <summary>Read back; null for null and for anything else.</summary>
    public static LocalDate? Read(string? day) => day is not null && LocalDatePattern.Iso.Parse(day).TryGetValue(default, out var date) ? date : null;
}
