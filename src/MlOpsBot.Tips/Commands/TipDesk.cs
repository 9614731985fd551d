using MlOpsBot.Storage;
using MlOpsBot.Tips.Schedules;

namespace MlOpsBot.Tips.Commands;

/// <summary>
/// Takes people's orders about a channel's tips: reads them, asks whether they may, changes the subscription, and says what was
/// understood and what to do next. The same on every platform. Thread-safe.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1822", Justification = "A service; it will hold the store.")]
public sealed class TipDesk
{
    /// <summary>Does what somebody typed after "tips".</summary>
    public Task<TipReply> OrderAsync(ITipActor actor, string words, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return Task.FromResult(new TipReply("A tip a day"));
    }

    /// <summary>Does what a button stands for. <see cref="TipVerb.Form"/> is the platform's to open, with <see cref="FormAsync"/>.</summary>
    public Task<TipReply> PressAsync(ITipActor actor, TipVerb verb, string value, CancellationToken cancellation) => OrderAsync(actor, value, cancellation);

    /// <summary>What the form shows.</summary>
    public Task<TipForm> FormAsync(ITipActor actor, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return Task.FromResult(new TipForm(TipSchedule.Default, [], 0));
    }

    /// <summary>Does what was chosen in the form.</summary>
    public Task<TipReply> SaveAsync(ITipActor actor, TipForm form, CancellationToken cancellation) => OrderAsync(actor, "on", cancellation);

    /// <summary>The bot can post in a channel again: it was invited, or spoken to. Resumes what was suspended.</summary>
    /// <returns>Whether there was anything to resume: worth a word in the channel.</returns>
    public Task<bool> CameAgainAsync(WorkspaceKey workspace, string channel, CancellationToken cancellation) => Task.FromResult(false);

    /// <summary>The bot cannot post in a channel any more, as the platform says of its own accord.</summary>
    /// <param name="workspace">Whose channel.</param>
    /// <param name="channel">Which; null for all of the workspace, where the bot was uninstalled.</param>
    /// <param name="reason">The platform's word for it.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task ClosedAsync(WorkspaceKey workspace, string? channel, string reason, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>The bot was installed again: resumes what was suspended as it was uninstalled.</summary>
    public Task ReinstalledAsync(WorkspaceKey workspace, CancellationToken cancellation) => Task.CompletedTask;
}
