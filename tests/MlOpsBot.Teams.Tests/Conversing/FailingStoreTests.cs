using Microsoft.Data.Sqlite;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Teams.Rendering;
using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Conversing;

/// <summary>Somebody else keeps the database locked.</summary>
public sealed class FailingStoreTests : IAsyncLifetime
{
    private readonly Scratch _data = new();
    private TeamsBot _bot = null!;

    private Person Robin => _bot.Teams.Robin;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bot = await TeamsBot.StartAsync(new TeamsBotSettings
    {
        Teams = new FakeTeamsOptions { AnswerWithin = TimeSpan.FromSeconds(20) },
        DataFolder = _data.Path,
        BusyTimeout = TimeSpan.FromMilliseconds(200),
    });

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Whoever_presses_a_button_reads_that_it_failed_and_the_next_press_opens_the_card()
    {
        var answer = await AskAsync();
        await LockedAsync(async () =>
        {
            var failed = await Robin.PressAsync(answer.Card!, CardVerbs.Open);
            (failed.Status, failed.Text).ShouldBe((200, Notes.Failed.Text));
        });
        _bot.Log.Errors.ShouldContain(line => line.Contains("The store stood in the way of a pressed button", StringComparison.Ordinal));
        (await Robin.PressAsync(answer.Card!, CardVerbs.Open)).Card.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_thumb_that_cannot_be_stored_is_not_taken_so_that_it_can_be_given_again()
    {
        var answer = await AskAsync();
        await LockedAsync(async () => (await Robin.RateAsync(answer, isUp: true, "Quick.")).Status.ShouldBe(503));
        (await _bot.Store.Feedback.ListAsync(_bot.Tenant, 10, Cancellation)).ShouldBeEmpty();

        (await Robin.RateAsync(answer, isUp: true, "Quick.")).Status.ShouldBe(200);
        var feedback = (await _bot.Store.Feedback.ListAsync(_bot.Tenant, 10, Cancellation)).ShouldHaveSingleItem();
        (feedback.Thumb, feedback.Text).ShouldBe((Thumb.Up, "Quick."));
    }

    /// <summary>An answer in the personal chat, where a card that is opened is remembered as what the next question may mean.</summary>
    private async Task<Message> AskAsync()
    {
        var answer = await Robin.SayAsync("who owns model monitoring?");
        await _bot.RestAsync();
        return answer;
    }

    private async Task LockedAsync(Func<Task> act)
    {
        await using var other = new SqliteConnection($"Data Source={Path.Combine(_data.Path, "mlopsbot.db")};Pooling=False");
        await other.OpenAsync(Cancellation);
        await using var transaction = await other.BeginTransactionAsync(Cancellation);
        await act();
        await transaction.RollbackAsync(Cancellation);
    }
}
