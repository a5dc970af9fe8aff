using OrleansSse.FileStorage;
using OrleansSse.FileStorage.TestProcess;

try
{
    switch (args)
    {
        case ["hold", var directory]:
            using (new OpenStorage(directory))
            {
                Console.WriteLine("holding");
                Console.In.Read();
            }

            return 0;

        case ["write", var directory]:
            using (var storage = new OpenStorage(directory))
            {
                await new Writers(storage, Acknowledgements.ToStandardOutput()).RunAsync();
            }

            return 0;

        case ["measure", var directory]:
            await new Measurement(directory, Console.Out).RunAsync();
            return 0;

        default:
            Console.Error.WriteLine("usage: hold <directory> | write <directory> | measure <directory>");
            return 2;
    }
}
catch (FileStorageException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
