using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Tips;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Tests.Support;

namespace MlOpsBot.Tips.Tests.Dispatching;

public sealed class SqliteAskedAboutTests() : AskedAboutSuite(new SqlitePlace());

public sealed class PostgresAskedAboutTests(PostgresCluster cluster) : AskedAboutSuite(new PostgresPlace(cluster));

/// <summary>What a channel asked about is read from the answers that it got.</summary>
public abstract class AskedAboutSuite(StorePlace place) : DispatchSuite(place)
{
    [Fact]
    public async Task Cards_of_a_channel_and_its_threads_are_found_the_latest_first_each_once()
    {
        await AnswerAsync("C1", "role:data-engineer#skills");
        await AnswerAsync("C1:17.5", "compare:ml-engineer:data-scientist");
        await AnswerAsync("C1:18.5", "owner:model-monitoring");
        await AnswerAsync("C1", "role:data-engineer");
        (await FindAsync("C1")).ShouldBe(["data-engineer", "model-monitoring", "ml-engineer", "data-scientist"]);
    }

    [Fact]
    public async Task Other_channels_private_answers_tips_old_answers_and_what_opens_no_card_do_not_count()
    {
        await AnswerAsync("C1", "role:developer");
        Time.Advance(AskedAbout.Lately + TimeSpan.FromDays(1));
        await AnswerAsync("C10", "role:ml-engineer");
        await AnswerAsync("C1@U1", "role:ml-engineer");
        await AnswerAsync("C1:17.5@U1", "role:ml-engineer");
        await AnswerAsync("C1", "role:ml-engineer", tip: "ml-engineer/one");
        await AnswerAsync("C1", "help");
        await AnswerAsync("C1", "list:roles");
        await AnswerAsync("C1:19.5", target: null);
        (await FindAsync("C1")).ShouldBeEmpty();
    }

    private Task<IReadOnlyList<string>> FindAsync(string channel) => new AskedAbout(Store, Time).FindAsync(Here, channel, ':', Cancellation);

    private async Task AnswerAsync(string place, string? target, string? tip = null)
    {
        var content = new NewDelivery(Here, NewDelivery.NewId(), place, new DeliveryNote(target) { Tip = tip }.Write(), "v1");
        await Store.Deliveries.IntendAsync(content, Cancellation);
        await Store.Deliveries.PostedAsync(Here, content.Id, "m", Cancellation);
        Time.Advance(TimeSpan.FromMinutes(1));
    }
}
