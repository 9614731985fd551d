namespace MlOpsBot.Storage.Tips;

/// <summary>A row of the ledger, and by the fence one claim of it, as SQL is given them.</summary>
internal sealed record TipDayKey(string Platform, string Workspace, string Channel, string Day, long Fence)
{
    /// <summary>Whether a row is the one meant.</summary>
    public const string IsRow = "platform = @Platform AND workspace = @Workspace AND channel = @Channel AND day = @Day";

    /// <summary>Whether it is the one meant and the claim still holds.</summary>
    public const string IsHeld = IsRow + " AND fence = @Fence AND state = 'claimed'";

    public static TipDayKey Of(ClaimedTip claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var day = claim.Day;
        return new TipDayKey(day.Workspace.Platform, day.Workspace.Id, day.Channel, day.Day, claim.Fence);
    }
}
