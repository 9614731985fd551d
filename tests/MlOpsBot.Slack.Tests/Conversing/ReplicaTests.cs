using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Tests.Support;

namespace MlOpsBot.Slack.Tests.Conversing;

/// <summary>Two hosts on one PostgreSQL, which Slack tells of events in turn.</summary>
public sealed class ReplicaTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_conversation_that_two_replicas_hold_is_one_conversation_in_order_each_question_answered_once()
    {
        var database = await cluster.CreateDatabaseAsync();
        await using var slack = await FakeSlackServer.StartAsync(new FakeSlackOptions { LimitsCalls = false });
        var one = await TalkingBot.JoinAsync(slack, ("MlOpsBot:Storage:PostgresConnectionString", database));
        var other = await TalkingBot.JoinAsync(slack, ("MlOpsBot:Storage:PostgresConnectionString", database));
        slack.ConnectHttp(one.Url, other.Url);
        var (robin, direct) = (slack.Robin, slack.World.Direct(slack.Robin));

        // Nobody waits for an answer before the next question: what "she" is depends on the order alone.
        string[] roles = ["Data Engineer", "Data Scientist", "MLOps Engineer", "Software Engineer", "Security Engineer", "Data Analyst"];
        foreach (var role in roles)
        {
            await robin.SendAsync(direct, $"what does a {role} do?");
            await robin.SendAsync(direct, "and what skills does she need?");
        }

        (await one.QuietAsync()).ShouldBe(new InboxCounts(0, roles.Length * 2, 0, 0, null));
        var posts = slack.World.BotPosts;
        posts.Length.ShouldBe(roles.Length * 2);
        for (var i = 0; i < roles.Length; i++)
        {
            posts[i * 2].Read().ShouldContain(roles[i]);
            posts[(i * 2) + 1].Read().ShouldContain(roles[i]);
            posts[(i * 2) + 1].Text.ShouldContain("skills", Case.Insensitive);
        }

        await one.StopAsync();
        await other.StopAsync();
    }

    [Fact]
    public async Task What_a_replica_leaves_when_it_stops_the_other_answers()
    {
        var database = await cluster.CreateDatabaseAsync();
        await using var slack = await FakeSlackServer.StartAsync(new FakeSlackOptions { LimitsCalls = false });
        var one = await TalkingBot.JoinAsync(slack, ("MlOpsBot:Storage:PostgresConnectionString", database));
        var other = await TalkingBot.JoinAsync(slack, ("MlOpsBot:Storage:PostgresConnectionString", database));
        slack.ConnectHttp(one.Url);
        var sending = Enumerable.Range(0, 20).Select(_ => slack.Robin.SendMentionAsync(slack.General, "who owns model monitoring?")).ToList();
        await sending[0];
        slack.ConnectHttp(other.Url);
        await one.StopAsync();
        await Task.WhenAll(sending);
        await other.QuietAsync();

        // What came to a bot that was going away comes again; here only what was taken counts.
        var taken = sending.Count(sent => sent.Result.Events[0].IsAcknowledged);
        slack.World.BotPosts.Select(post => post.ThreadTs).ShouldBeUnique();
        slack.World.BotPosts.Length.ShouldBeGreaterThanOrEqualTo(taken);
        await other.StopAsync();
    }
}
